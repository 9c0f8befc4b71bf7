import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../config';

interface Entry {
  file: string;
  css?: string[];
  isEntry?: boolean;
}

let known: { css: string[]; js: string[] } | undefined;

/** Addresses of the built styles and script. Empty where nothing is built: pages work without. */
export function assets(): { css: string[]; js: string[] } {
  known ??= read();
  return known;
}

function read() {
  let manifest: Record<string, Entry>;
  try {
    manifest = JSON.parse(readFileSync(join(projectRoot, 'build/client/manifest.json'), 'utf8'));
  } catch {
    return { css: [], js: [] };
  }
  const entries = Object.values(manifest).filter((entry) => entry.isEntry);
  return {
    css: entries.flatMap((entry) => entry.css ?? []).map((path) => `/${path}`),
    js: entries.map((entry) => `/${entry.file}`).filter((path) => path.endsWith('.js')),
  };
}
