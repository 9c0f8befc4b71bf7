import { expect, it } from 'vitest';
import { PackSection, PartnershipPackSection } from './section';

const standing = { base: '/schools/100001/pack', run: null, releases: 2, own: false };

it('whoever holds the page on paper is not told of a pack that paper cannot open', () => {
  for (const section of [PackSection({ ...standing, leaders: true }), PartnershipPackSection(standing)])
    expect(String(section)).toMatch(/^<div class="[^"]*\bm-no-print\b/);
});
