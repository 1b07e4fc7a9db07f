/** What an open card holds. It is fetched behind the opening of the page, as no card is open then. */
export { Editor } from "./editor.js";
export { offerPast } from "./past.js";
export { viewOf } from "./view.js";
