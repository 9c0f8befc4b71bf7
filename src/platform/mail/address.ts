import { z } from 'zod';

const address = z.email().max(254);

/**
 * Whether a text is an address that can be written to and signed in by. One rule wherever one is typed: an address that is taken on one
 * page and refused on another belongs to somebody who was invited and can never come in.
 */
export const isMailAddress = (text: string): boolean => address.safeParse(text).success;
