/** What was found in one place; and when it is not well, how to mend it. */
export interface Found {
  well: boolean;
  says: string;
}

export type Look<Given> = readonly [what: string, find: (given: Given) => Promise<Found>];

export const well = (says: string): Found => ({ well: true, says });
export const ill = (says: string): Found => ({ well: false, says });

export const codeOf = (error: unknown): string => String((error as { code?: unknown })?.code ?? '');
