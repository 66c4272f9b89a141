/* The one module a page loads. Everything here is a help on top of pages that work without it. */
import { announcements } from "./announce.js";
import { copying } from "./copy.js";
import { disclosures } from "./disclosures.js";
import { live } from "./live.js";
import { pictures } from "./pictures.js";
import { session } from "./session.js";
import { submitting } from "./submit.js";
import { timeline } from "./timeline.js";
import { times } from "./times.js";

const parts = [session, pictures, submitting, copying, disclosures, announcements, times, timeline, live];
for (const start of parts) start();
