import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import type { WrittenPolicy } from "../modules/written-policy";

/** A policy of a published document. */
export interface PublishedPolicy {
  /** What the document calls it; unique in the document. */
  readonly name: string;
  /** Who has it. */
  readonly holder: string;
  /** The page, where it is not the document's. */
  readonly page?: string;
  /** What was repaired or added. */
  readonly note?: string;
  /** Name of the policy of AWS that it is. */
  readonly awsManaged?: string;
  readonly policy: WrittenPolicy;
}

/** The document that a system comes from, with every policy in it. */
export interface PublishedDocument {
  /** `duet`. */
  readonly system: string;
  readonly document: string;
  readonly page: string;
  readonly note?: string;
  readonly policies: readonly PublishedPolicy[];
}

type File<T> = Omit<T, "policy"> & { readonly policy?: WrittenPolicy };

const FOLDER = join(__dirname, "..", "__tests__", "documents");
const AWS_MANAGED = "aws-managed-policies";

/** The systems whose documents are here. */
export function publishedSystems(): string[] {
  const files = readdirSync(FOLDER).filter((file) => file.endsWith(".json"));
  return files.map((file) => basename(file, ".json")).filter((name) => name !== AWS_MANAGED);
}

/**
 * The document of a system, from the facts that are kept with the tests.
 *
 * Policies of AWS that it attaches are there with their text: the one of the date that the file names, since AWS changes them.
 */
export function publishedDocument(system: string): PublishedDocument {
  const { policies, ...rest } = read<Omit<PublishedDocument, "policies"> & { policies: File<PublishedPolicy>[] }>(
    system,
  );
  const ofAws = read<Record<string, { readonly policy: WrittenPolicy }>>(AWS_MANAGED);
  return {
    ...rest,
    system,
    policies: policies.map((each) => {
      const policy = each.policy ?? ofAws[each.awsManaged ?? ""]?.policy;
      if (!policy) throw new Error(`policy '${each.name}' of the document of ${system} must have a text`);
      return { ...each, policy };
    }),
  };
}

function read<T>(name: string): T {
  return JSON.parse(readFileSync(join(FOLDER, `${name}.json`), "utf8"));
}
