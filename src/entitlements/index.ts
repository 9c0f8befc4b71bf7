/** The public face of entitlements: facts told, what follows from them, and every movement of what is owed. */
import './tables';

export { type Account, type AccountWish, accountsById, accountsOf } from './accounts';
export {
  type By,
  factsOf,
  factsOfMany,
  type KnownFact,
  pinOffer,
  type Telling,
  tell,
  tellMany,
  withdraw,
  withdrawOthers,
} from './facts';
export { refresh, refreshGroups } from './from-schools';
export { ensureHolders, type Holder, holderKey, lockHolders, schoolHolder, schoolHolders } from './holders';
export { entitlementsJobs, isBeingWorkedOut, nextWorkOutDay, refreshAll, startWorkingOut, workOutAll } from './jobs';
export {
  apart,
  confirmHolds,
  confirmManyHolds,
  giveBack,
  hold,
  holdMany,
  type NotEnough,
  type Posted,
  releaseHolds,
  use,
  usedShares,
  type Wish,
} from './ledger';
export { memberFact, showsJudgement } from './owed';
export { factTabs } from './pages/facts-routes';
export { type Pool, type PoolMember, poolsOf, usesOfPool } from './pool-queries';
export { intendPool, leavePool, makePoolFinal, type PoolRefusal, type PoolWish } from './pools';
export { type Reconciled, reconcile } from './reconcile';
export { entitlementsRoutes } from './routes';
export type { Share } from './rules';
export { countShortfalls } from './shortfalls';
export { type Difference, type Verified, verify } from './verify';
export { publishedYears, type YearInView } from './years';
