/** The key of a word that has been shown stands in the address until here: a bookmark, or an address that is sent on, is better without. */
export function forgetNotice(): void {
  const address = new URL(location.href);
  if (!address.searchParams.has('notice')) return;
  address.searchParams.delete('notice');
  history.replaceState(history.state, '', address);
}
