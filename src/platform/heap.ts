import { setFlagsFromString } from 'node:v8';

// Percent that the heap may grow over what was in use before it is collected again. V8 itself lets it double where a machine has much memory:
// a file of 50,000 rows took up to 450 MB, and takes 330 with this, in the same time.
setFlagsFromString('--heap-growing-percent=30');
