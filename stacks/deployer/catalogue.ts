import { LOGS } from "./catalogue/logs";
import type { CatalogueEntry } from "./need";

/** What it takes to plan, apply and destroy a resource of each type, with AWS provider 5. */
export const CATALOGUE: Readonly<Record<string, CatalogueEntry>> = { ...LOGS };
