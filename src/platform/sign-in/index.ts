export type { HowEntered, People, SignInParts } from './auth';
export { localPath } from './return-to';
export { createSignIn, type SignIn } from './sign-in';
