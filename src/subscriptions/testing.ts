/** What tests of larger modules build of subscriptions. */
export { aContract, contractSamples } from './contracts/testing';
export { aGateUnderWay, anIntent } from './gate/testing';
export { moneySamples } from './money/testing';
