import type { Files } from './contents';
import type { KeptFile } from './kept';

/**
 * A kept file as an answer, streamed. As a download unless we made it ourselves and the browser is to show it (`inline`): what somebody has
 * uploaded is never shown as a page of ours. Kept by the visitor's browser alone, and asked for again each time, because the right to see it
 * may have ended; unchanged, it is not sent again.
 */
export async function fileResponse(
  files: Files,
  file: KeptFile,
  headers: Headers,
  shown: { inline?: boolean } = {},
): Promise<Response> {
  const etag = `"${file.sha256}"`;
  const always = { 'Cache-Control': 'private, no-cache', ETag: etag, 'X-Content-Type-Options': 'nosniff' };
  if (headers.get('if-none-match') === etag) return new Response(null, { status: 304, headers: always });
  return new Response(await files.stream(file.sha256), {
    headers: {
      ...always,
      'Content-Type': file.type.startsWith('text/') ? `${file.type}; charset=utf-8` : file.type,
      'Content-Length': String(file.bytes),
      'Content-Disposition': disposition(file.name, shown),
    },
  });
}

/** RFC 6266: the name in plain letters for what knows no better, and exactly (RFC 5987) for all others. */
export function disposition(name: string, shown: { inline?: boolean } = {}): string {
  const plain = name
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .replace(/[^\x20-\x7e]|["\\%]/g, '_');
  const exact = encodeURIComponent(name).replace(
    /['()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `${shown.inline ? 'inline' : 'attachment'}; filename="${plain}"; filename*=UTF-8''${exact}`;
}
