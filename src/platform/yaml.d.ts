/** What a file says, read when Mesters is built: `vite.config.ts`. */
declare module '*.yaml' {
  const said: unknown;
  export default said;
}
