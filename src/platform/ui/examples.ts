import { examples as breadcrumbs } from './breadcrumbs/examples';
import { examples as button } from './button/examples';
import { examples as category } from './category/examples';
import { examples as chartFigure } from './chart-figure/examples';
import { examples as choices } from './choices/examples';
import { examples as columns } from './columns/examples';
import { examples as dataTable } from './data-table/examples';
import { examples as dateInput } from './date-input/examples';
import { examples as definition } from './definition/examples';
import { examples as details } from './details/examples';
import { examples as emptyState } from './empty-state/examples';
import { examples as errorPage } from './error-page/examples';
import { examples as errorSummary } from './error-summary/examples';
import type { Exhibit } from './example';
import { examples as field } from './field/examples';
import { examples as fileUpload } from './file-upload/examples';
import { examples as filters } from './filters/examples';
import { examples as listAndMap } from './list-and-map/examples';
import { examples as marks } from './marks/examples';
import { examples as moneyBar } from './money-bar/examples';
import { examples as notice } from './notice/examples';
import { examples as notificationBanner } from './notification-banner/examples';
import { examples as pageHeading } from './page-heading/examples';
import { examples as pagination } from './pagination/examples';
import { examples as panel } from './panel/examples';
import { examples as progress } from './progress/examples';
import { examples as release } from './release/examples';
import { examples as searchBox } from './search-box/examples';
import { examples as section } from './section/examples';
import { examples as select } from './select/examples';
import { examples as stat } from './stat/examples';
import { examples as strip } from './strip/examples';
import { examples as summaryList } from './summary-list/examples';
import { examples as tag } from './tag/examples';
import { examples as taskList } from './task-list/examples';
import { examples as textInput } from './text-input/examples';
import { examples as textarea } from './textarea/examples';
import { examples as units } from './units/examples';
import { examples as yearRibbon } from './year-ribbon/examples';

/** Every component with its states: the design page shows them, the tests render them, axe looks at them. */
export const exhibits: readonly Exhibit[] = [
  { component: 'Breadcrumbs', examples: breadcrumbs },
  { component: 'Button', examples: button },
  { component: 'Category', examples: category },
  { component: 'Chart figure', examples: chartFigure },
  { component: 'Choices', examples: choices },
  { component: 'Columns', examples: columns },
  { component: 'Data table', examples: dataTable },
  { component: 'Date input', examples: dateInput },
  { component: 'Definition', examples: definition },
  { component: 'Details', examples: details },
  { component: 'Empty state', examples: emptyState },
  { component: 'Error page', examples: errorPage },
  { component: 'Error summary', examples: errorSummary },
  { component: 'Field', examples: field },
  { component: 'File upload', examples: fileUpload },
  { component: 'Filters', examples: filters },
  { component: 'List and map', examples: listAndMap },
  { component: 'Marks', examples: marks },
  { component: 'Money bar', examples: moneyBar },
  { component: 'Notice', examples: notice },
  { component: 'Notification banner', examples: notificationBanner },
  { component: 'Page heading', examples: pageHeading },
  { component: 'Pagination', examples: pagination },
  { component: 'Panel', examples: panel },
  { component: 'Progress', examples: progress },
  { component: 'Release', examples: release },
  { component: 'Search box', examples: searchBox },
  { component: 'Section', examples: section },
  { component: 'Select', examples: select },
  { component: 'Stat', examples: stat },
  { component: 'Strip', examples: strip },
  { component: 'Summary list', examples: summaryList },
  { component: 'Tag', examples: tag },
  { component: 'Task list', examples: taskList },
  { component: 'Text input', examples: textInput },
  { component: 'Textarea', examples: textarea },
  { component: 'Units', examples: units },
  { component: 'Year ribbon', examples: yearRibbon },
];
