import { defineConfig, type Plugin } from 'vite';
import { parse } from 'yaml';

/** What a `.yaml` file says, as the module that it is imported as: read when Mesters is built, not each time that it starts. */
export const yaml = (): Plugin => ({
  name: 'yaml',
  transform: {
    filter: { id: /\.yaml$/ },
    handler: (text) => ({ code: `export default ${JSON.stringify(parse(text, { merge: true }))}`, map: null }),
  },
});

const apart = ['@duckdb/node-api', '@electric-sql/pglite', '@myriaddreamin/typst-ts-node-compiler'];

// Two builds: what the browser gets (styles, fonts, islands) and the server bundle. What the server depends on is in its bundle: to find and
// read 1,400 files took half the time of every command. Apart stay those that bring a native part or a file beside them. Benches run the sources
// as they are, and what those depend on with them.
export default defineConfig(({ command }) => ({
  publicDir: false,
  plugins: [yaml()],
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
      ...(command === 'build' ? { resolve: { noExternal: true as const, external: apart } } : {}),
      build: {
        ssr: true,
        outDir: 'build/server',
        emptyOutDir: true,
        target: 'node26',
        rollupOptions: { input: { main: 'src/app/main.ts' } },
      },
    },
  },
}));
