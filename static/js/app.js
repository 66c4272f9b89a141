/* The one module a page loads. Everything here is a help on top of pages that work without it. */
import { announcements } from "./announce.js";
import { copying } from "./copy.js";
import { disclosures } from "./disclosures.js";
import { live } from "./live.js";
import { session } from "./session.js";
import { submitting } from "./submit.js";
import { times } from "./times.js";

for (const start of [session, submitting, copying, disclosures, announcements, times, live]) start();
