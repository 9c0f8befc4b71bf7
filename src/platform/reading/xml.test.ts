import { gzipSync } from 'node:zlib';
import { afterAll, expect, it } from 'vitest';
import { temporaryFolder } from './testing';
import { readElements, type XmlElement } from './xml';

const folder = temporaryFolder();
afterAll(folder.remove);

async function read(content: string | Uint8Array): Promise<XmlElement[]> {
  const all: XmlElement[] = [];
  const path = folder.file('file.xml', content);
  for await (const one of readElements(path, { roots: ['List'], wanted: ['Item'] })) all.push(one);
  return all;
}

const file = `<?xml version="1.0" encoding="UTF-8"?>
<!-- a list -->
<x:List xmlns:x="urn:x" version="1">
  <Item><Name a='>'>Caf\u00e9 &amp; b&#97;r</Name><Empty/></Item>
  <x:Item>
    <Name><![CDATA[<b>]]></Name>
  </x:Item>
</x:List>`;

it('elements come by their local names, with their lines, as text of their own', async () => {
  expect(await read(file.replace("'>'", "'b'"))).toEqual([
    {
      name: 'Item',
      line: 4,
      text: '',
      children: [
        { name: 'Name', line: 4, text: 'Caf\u00e9 & bar', children: [] },
        { name: 'Empty', line: 4, text: '', children: [] },
      ],
    },
    { name: 'Item', line: 5, text: '', children: [{ name: 'Name', line: 6, text: '<b>', children: [] }] },
  ]);
});

it('with a byte order mark, in UTF-16, in Windows-1252 or compressed, the same elements come', async () => {
  const text = file.replace("a='>'", '');
  const plain = await read(text);
  for (const same of [
    `\ufeff${text}`,
    Buffer.from(`\ufeff${text}`, 'utf16le'),
    Buffer.from(text, 'latin1'),
    gzipSync(text),
  ])
    expect(await read(same)).toEqual(plain);
});

it.each([
  ['cut', file.slice(0, 200).replace("a='>'", ''), 'ends before it is complete'],
  ['another root', '<Other/>', 'begins with "Other" and not with "List"'],
  ['a second root', '<List/><List/>', 'is damaged on line 1'],
  ['tags that cross', '<List><Item></List></Item>', 'is damaged'],
  ['no tags', '<List>', 'ends before it is complete'],
  [
    'a document type',
    '<!DOCTYPE List [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><List><Item>&b;</Item></List>',
    'declares a document type',
  ],
  [
    'a reference to a file',
    '<!DOCTYPE List [<!ENTITY a SYSTEM "file:///etc/passwd">]><List><Item>&a;</Item></List>',
    'declares a document type',
  ],
  ['an entity that is not declared', '<List><Item>&secret;</Item></List>', 'is damaged'],
  ['an ampersand', '<List><Item>a & b</Item></List>', 'is damaged'],
  ['one element that is too large', `<List><Item>${'<a>b</a>'.repeat(200_000)}</Item></List>`, 'is damaged'],
  ['elements that are too deep', `<List>${'<a>'.repeat(200)}`, 'is damaged'],
])('%s: refused', async (_, content, reason) => {
  await expect(read(content)).rejects.toThrow(reason);
});
