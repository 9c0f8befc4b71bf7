import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createServer } from 'vite';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** Runs the default function of TypeScript modules from the sources, with all that they import, one after another. */
export async function runModules(paths) {
  const vite = await createServer({
    root,
    configFile: join(root, 'vite.config.ts'),
    logLevel: 'error',
    appType: 'custom',
    server: { middlewareMode: true, hmr: false, ws: false, watch: null },
    optimizeDeps: { noDiscovery: true, include: [] },
  });
  try {
    for (const path of paths) await (await vite.ssrLoadModule(join(root, path))).default();
  } finally {
    await vite.close();
  }
}
