import type { Actor } from '../../platform/actor';
import { heldClock } from '../../platform/clock';
import { systemStanding } from '../../platform/database';
import type { Mesters } from '../../platform/mesters';
import { sayPaymentDetails } from '../../subscriptions';
import { city } from './city';

/** The administrator says where schools pay, before there is an invoice. */
export async function sayWhereToPay({ database }: Pick<Mesters, 'database'>, administrator: Actor): Promise<void> {
  const clock = heldClock('2018-03-12', '11:40');
  const { payee, sort_code, account_number, reference, email, address } = city.pay_to;
  const said = await database.transaction(systemStanding(clock), (tx) =>
    sayPaymentDetails(
      tx,
      { actor: administrator, clock },
      {
        payee,
        sortCode: sort_code,
        accountNumber: account_number,
        reference,
        remittanceEmail: email,
        remittanceAddress: address.join('\n'),
      },
      0,
    ),
  );
  if (!said.ok) throw new Error(`Where schools pay was not said: ${said.reason}.`);
}
