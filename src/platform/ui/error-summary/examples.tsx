import type { Example } from '../example';
import { TextInput } from '../text-input/text-input';
import { ErrorSummary } from './error-summary';

export const examples: Example[] = [
  {
    name: 'A form with errors',
    html: () => (
      <>
        <ErrorSummary
          errors={[
            { text: 'Enter the date of the session', href: '#session-date' },
            { text: 'Daniel Hirst is at Ganister Academy that morning', href: '#session-time' },
          ]}
        />
        <TextInput
          id="session-date"
          name="session-date"
          label="Date of the session"
          error="Enter the date of the session"
          width={20}
        />
        <TextInput
          id="session-time"
          name="session-time"
          label="Time"
          error="Daniel Hirst is at Ganister Academy that morning"
          value="9am to 12 noon"
          width={20}
        />
      </>
    ),
  },
];
