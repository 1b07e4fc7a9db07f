/** What an open card holds. It is fetched behind the opening of the page, as no card is open then. */
export { Editor } from "./editor.js";
export { tellMore } from "./more.js";
export { togglePast } from "./past.js";
export { toggleTalk } from "./talk-fold.js";
export { fillTrouble } from "./trouble.js";
export { viewOf } from "./view.js";
