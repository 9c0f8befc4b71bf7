export { fileError, idOf, pageOf, summaryOf } from './address';
export { BroughtPage, UploadForm } from './pages';
export { type BroughtWish, chosen, readWish, statusWords } from './wish';
