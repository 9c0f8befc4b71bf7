export { isMailAddress } from './address';
export { type LetterState, mailJobs, type NewLetter, sendMail } from './letters';
export { type Letter, letter, lettersOnPage, type OutboxLine, outbox } from './outbox';
export { answersMail } from './smtp';
