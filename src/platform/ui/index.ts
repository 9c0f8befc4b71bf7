export { Breadcrumbs, type Crumb } from './breadcrumbs/breadcrumbs';
export { Button, ButtonGroup, ButtonLink, type ButtonProps } from './button/button';
export { Category, type CategoryProps } from './category/category';
export { ChartFigure, type ChartFigureProps } from './chart-figure/chart-figure';
export { Checkboxes, type CheckboxesProps, Chips, type Choice, Radios, type RadiosProps } from './choices/choices';
export { Columns } from './columns/columns';
export {
  type Column,
  DataTable,
  type DataTableProps,
  type Direction,
  ExportLinks,
  Second,
} from './data-table/data-table';
export { inOrder, KeptOrder, type Order, readOrder, sortLinks } from './data-table/order';
export { DateInput, type DateInputProps } from './date-input/date-input';
export { Definition, type DefinitionProps } from './definition/definition';
export { DesignPage } from './design-page';
export { Details } from './details/details';
export { EmptyState, type EmptyStateProps } from './empty-state/empty-state';
export { ErrorPage, type ErrorPageProps } from './error-page/error-page';
export { ErrorSummary } from './error-summary/error-summary';
export type { Example, Exhibit } from './example';
export { exhibits } from './examples';
export {
  ErrorMessage,
  Field,
  type FieldProps,
  FieldRow,
  Fieldset,
  FormGroup,
  Hint,
  type LegendProps,
} from './field/field';
export { FileForm, FileUpload, type FileUploadProps } from './file-upload/file-upload';
export {
  FilterForm,
  type FilterFormProps,
  type FilterItem,
  Filters,
  type FiltersProps,
  GroupedTabs,
  Switch,
  Tabs,
} from './filters/filters';
export { Header, type HeaderProps, type NavigationItem, type SearchProps } from './layout/header';
export { Layout, type LayoutProps } from './layout/layout';
export { Mark } from './layout/mark';
export { type Link, withQuery } from './link';
export { ListAndMap, type ListAndMapProps, type MapView, type Place, PlaceList } from './list-and-map/list-and-map';
export { Cross, NotShown, Tick } from './marks/marks';
export { MoneyBar, type MoneyBarProps, type MoneyPart, MoneySwatch } from './money-bar/money-bar';
export { Inset, Notice, type NoticeProps, Warning } from './notice/notice';
export { type Notification, NotificationBanner } from './notification-banner/notification-banner';
export { PageHeading, type PageHeadingProps } from './page-heading/page-heading';
export { Pagination, type PaginationProps } from './pagination/pagination';
export { Panel, type PanelProps } from './panel/panel';
export { Progress, type ProgressProps, Refresh, type RefreshProps } from './progress/progress';
export { DataFoot, Release, type ReleaseProps } from './release/release';
export { SearchBox, type SearchBoxProps } from './search-box/search-box';
export { Section, type SectionProps } from './section/section';
export { type Option, Select, type SelectProps } from './select/select';
export { Stat, type StatProps } from './stat/stat';
export { Strip, StripMark, type StripProps, StripScale } from './strip/strip';
export { SummaryList, type SummaryListProps, type SummaryRow } from './summary-list/summary-list';
export { Tag, type Tone } from './tag/tag';
export { type Task, TaskList } from './task-list/task-list';
export { TextInput, type TextInputProps } from './text-input/text-input';
export { Textarea, type TextareaProps } from './textarea/textarea';
export { type Token, tokens } from './tokens';
export { DayBlocks, type DayBlocksProps, HatchDefs, UnitBar, type UnitBarProps, UnitKey } from './units/units';
export { type HalfTerm, type RibbonMark, YearRibbon, type YearRibbonProps } from './year-ribbon/year-ribbon';
