// Pictures of every page as every role: `npm run contact-sheet`. Takes some minutes.
import { runModules } from './run-module.mjs';

await runModules(['e2e/contact-sheet.ts']);
process.exit(0);
