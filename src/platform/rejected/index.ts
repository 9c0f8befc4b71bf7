export { RejectedRows, rejectedPerPage } from './rows';
export {
  describeRejected,
  type Rejected,
  type RejectedValue,
  type RejectedWish,
  readRejected,
  rejectedTable,
  rejectedValues,
} from './values';
