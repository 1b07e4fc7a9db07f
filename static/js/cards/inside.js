/** What an open card holds. It is fetched behind the opening of the page, as no card is open then. */
export { Editor } from "./editor.js";
export { tellElsewhere } from "./elsewhere.js";
export { offerPast, togglePast } from "./past.js";
export { offerTalk, toggleTalk } from "./talk-fold.js";
export { fillTrouble } from "./trouble.js";
export { viewOf } from "./view.js";
