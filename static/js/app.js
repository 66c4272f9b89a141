/* The one module a page loads. Everything here is a help on top of pages that work without it. */
import { announcements } from "./announce.js";
import { arranging } from "./arranging.js";
import { copying } from "./copy.js";
import { disclosures } from "./disclosures.js";
import { drafts } from "./drafts.js";
import { editing } from "./editing.js";
import { filters } from "./filter.js";
import { kept } from "./kept.js";
import { leaving } from "./leaving.js";
import { live } from "./live.js";
import { pictures } from "./pictures.js";
import { offline } from "./offline.js";
import { openings } from "./openings.js";
import { passkeys } from "./passkeys.js";
import { push } from "./push.js";
import { secret } from "./secret.js";
import { session } from "./session.js";
import { submitting } from "./submit.js";
import { threads } from "./threads.js";
import { timeline } from "./timeline.js";
import { times } from "./times.js";
import { unsent } from "./unsent.js";
import { zones } from "./zones.js";

const room = [pictures, times, timeline, threads, live];
const forms = [openings, editing, submitting, disclosures, filters, drafts, unsent, offline, push, kept, secret, leaving, passkeys, zones];
for (const start of [session, arranging, copying, announcements, ...forms, ...room]) start();
