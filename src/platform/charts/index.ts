export { type MoneyBar, moneyBar, type StackedBars, stackedBars } from './bars';
export { type ChartOptions, chart, hatch, type Plot } from './chart';
export { type Drawings, drawings } from './drawings';
export { type LineChart, lineChart, type Point } from './line-chart';
export type { Axis, Fill, Tone } from './parts';
