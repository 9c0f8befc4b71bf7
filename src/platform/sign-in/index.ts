export type { HowEntered, People, SignInParts } from './auth';
export { createSignIn, type SignIn } from './sign-in';
