export { foldHop } from './hops';
export { enter, forget, scanCommas, scanTabs } from './lines';
export { findName, joinNames } from './names';
export { scanList } from './recipients';
export { isGuid } from './texts';
