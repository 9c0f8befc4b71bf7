/** Class names that apply: `classes('m-bar', small && 'm-bar--small')`. */
export const classes = (...names: (string | false | null | undefined)[]): string => names.filter(Boolean).join(' ');
