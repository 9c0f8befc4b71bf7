import type { Example } from '../example';
import { TaskList } from './task-list';

export const examples: Example[] = [
  {
    name: 'Waiting for you',
    html: () => (
      <TaskList
        id="waiting"
        tasks={[
          {
            title: 'Choose a half-day for Ofsted preparation',
            href: '/design',
            hint: 'Daniel Hirst can do 30 April or 23 May',
            status: 'by 22 March',
            tone: 'heather',
          },
          {
            title: 'Acknowledge your final category',
            href: '/design',
            hint: 'Released 1 March',
            status: 'by 29 March',
            tone: 'heather',
          },
        ]}
      />
    ),
  },
  {
    name: 'Steps of a job',
    html: () => (
      <TaskList
        id="steps"
        tasks={[
          { title: 'Your schools', href: '/design', status: 'Done', tone: 'done' },
          { title: 'Pupil numbers', href: '/design', status: 'Not started' },
          { title: 'Publish the offer', hint: 'After the pupil numbers', status: 'Cannot start yet' },
        ]}
      />
    ),
  },
];
