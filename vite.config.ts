import { defineConfig } from 'vite';

// Two builds: what the browser gets (styles, fonts, islands) and the server bundle. Dependencies of the server stay in node_modules.
export default defineConfig({
  publicDir: false,
  oxc: { jsx: { runtime: 'automatic', importSource: 'hono/jsx' } },
  css: {
    preprocessorOptions: {
      scss: { quietDeps: true, loadPaths: [import.meta.dirname, `${import.meta.dirname}/node_modules`] },
    },
  },
  environments: {
    client: {
      build: {
        outDir: 'build/client',
        manifest: 'manifest.json',
        emptyOutDir: true,
        assetsDir: 'assets',
        assetsInlineLimit: 0,
        rollupOptions: { input: { main: 'src/platform/client/main.ts' } },
      },
    },
    ssr: {
      build: {
        ssr: true,
        outDir: 'build/server',
        emptyOutDir: true,
        target: 'node26',
        rollupOptions: { input: { main: 'src/app/main.ts' } },
      },
    },
  },
});
