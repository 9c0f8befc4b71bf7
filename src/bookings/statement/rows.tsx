import type { Child } from 'hono/jsx';
import type { Offer } from '../../offer';
import { DayBlocks, UnitBar } from '../../platform/ui';
import { date, money } from '../../platform/words';
import { unitsWords } from '../words';
import type { Line, Row } from './figures';
import type { Behind } from './queries';
import { elementLink, owedWords, rowUnits, unitsOf } from './words';

/** More quarter-days than these are no longer counted by looking, and make a table too wide: a bar says as much. */
const mostBlocks = 24;

/** Used, held, left: blocks for time, one bar for what else has an end, a count where there is none. */
export function drawnUnits(offer: Offer, row: Row): Child {
  const limited = row.lines.filter(({ unlimited, lapsed }) => !unlimited && lapsed === 0);
  const [line] = limited;
  const used = rowUnits(offer, row, 'used');
  if (!line || limited.length > 1 || row.lines.length > 1)
    return used === '–' ? null : <span class="m-small">{used} used</span>;
  const { used: u, held, left } = line;
  const counts = offer.units.find(({ id }) => id === line.unit)?.counts;
  if (counts === 'time' && u + held + left <= mostBlocks) return <DayBlocks used={u} held={held} left={left} small />;
  const says = `${unitsOf(offer, line.unit, u)} used, ${unitsOf(offer, line.unit, held)} held, ${unitsOf(offer, line.unit, left)} left`;
  return <UnitBar used={u} held={held} left={left} says={says.replaceAll('–', 'none')} small />;
}

export interface DetailProps {
  offer: Offer;
  row: Row;
  behind: readonly Behind[];
  /** The school on whose pages bookings are opened. */
  urn: number | null;
}

/** Why it is owed, and the bookings behind it. */
export function Detail({ offer, row, behind, urn }: DetailProps) {
  const accounts = row.lines.flatMap(({ accounts: of }) => of);
  return (
    <>
      <p>
        {row.why} <a href={elementLink(row)}>About {row.name}</a>
      </p>
      {row.lines.length > 1 && (
        <table class="m-table">
          <caption class="govuk-visually-hidden">What {row.name} is made of</caption>
          <thead>
            <tr>
              <th scope="col">For</th>
              <th scope="col">Owed</th>
              <th scope="col" class="m-table__cell--end">
                Used
              </th>
              <th scope="col" class="m-table__cell--end">
                Held
              </th>
              <th scope="col" class="m-table__cell--end">
                Left
              </th>
            </tr>
          </thead>
          <tbody>
            {row.lines.map((line) => (
              <tr>
                <td>{line.why}</td>
                <td>{owedWords(offer, line)}</td>
                <td class="m-table__cell--end">{unitsOf(offer, line.unit, line.used)}</td>
                <td class="m-table__cell--end">{unitsOf(offer, line.unit, line.held)}</td>
                <td class="m-table__cell--end">{line.unlimited ? 'no limit' : unitsOf(offer, line.unit, line.left)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {row.lines.map((line) => line.shortfall > 0 && <Shortfall offer={offer} line={line} />)}
      {row.lines.map(
        (line) =>
          line.pooled > 0 && (
            <p>{unitsWords(offer, line.unit, line.pooled)} of it lies in a pool with other schools.</p>
          ),
      )}
      {behind.length > 0 ? (
        <BehindTable offer={offer} name={row.name} behind={behind} urn={urn} />
      ) : (
        row.lines.length > 0 && <p>Nothing is booked with it yet.</p>
      )}
      {accounts.length > 0 && (
        <p>
          {accounts.slice(0, 6).map((id, i) => (
            <>
              {i > 0 && ', '}
              <a href={`/accounts/${id}`}>
                {accounts.length === 1 ? `Every movement of ${row.name}` : `Every movement, account ${i + 1}`}
              </a>
            </>
          ))}
        </p>
      )}
    </>
  );
}

const Shortfall = ({ offer, line }: { offer: Offer; line: Line }) => (
  <p>
    {unitsWords(offer, line.unit, line.shortfall)} more was given or used than is owed now. Nothing is taken back; the
    partnership office settles it with you.
  </p>
);

const BehindTable = ({
  offer,
  name,
  behind,
  urn,
}: {
  offer: Offer;
  name: string;
  behind: readonly Behind[];
  urn: number | null;
}) => (
  <table class="m-table">
    <caption class="govuk-visually-hidden">Bookings behind {name}, the newest</caption>
    <thead>
      <tr>
        <th scope="col">Day</th>
        <th scope="col">What</th>
        <th scope="col" class="m-table__cell--end">
          Units
        </th>
        <th scope="col">State</th>
      </tr>
    </thead>
    <tbody>
      {behind.map((one) => {
        const at = one.urn ?? urn;
        return (
          <tr>
            <td>{date(one.day)}</td>
            <td>
              {at !== null && isBooking(one.booking) ? (
                <a href={`/schools/${at}/bookings/${one.booking}`}>{one.what}</a>
              ) : (
                one.what
              )}
            </td>
            <td class="m-table__cell--end">{unitsOf(offer, one.unit, one.units)}</td>
            <td>
              {one.state === 'held' ? (
                'Held'
              ) : one.evidenceLink ? (
                <a href={one.evidenceLink}>{one.evidence ?? 'What was done'}</a>
              ) : (
                (one.evidence ?? 'Used')
              )}
            </td>
          </tr>
        );
      })}
    </tbody>
  </table>
);

/** Bookings have a page each; what was posted under another name has none. */
export const isBooking = (key: string): boolean => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(key);

export const moneyOr = (pence: number | null, none: string): string => (pence === null ? none : money(pence));
