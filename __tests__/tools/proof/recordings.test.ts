import { readFileSync } from "node:fs";
import { join } from "node:path";
import { derivationsOf, type Proof, prove } from "../../../tools/proof/proof";
import { reasonCounts } from "../../../tools/proof/reason-counts";
import { readRecording } from "../../../tools/proof/recording";
import { Variant } from "../../../tools/proof/variant";

const STACKS = ["amazon-genomics-cli", "duet", "genomics-workflows", "parallelcluster", "slim", "state-backend"];

const proofs = new Map<Variant, Promise<Proof>>();

/** The proof of a variant, which takes a second. */
function proofOf(variant: Variant): Promise<Proof> {
  const { stack, name } = variant;
  const recording = readRecording(stack, name);
  if (!recording) throw new Error(`${stack} ${name} must have a recording: npm run prove -- ${stack}`);
  const proof = proofs.get(variant) ?? prove(derivationsOf(variant), recording);
  proofs.set(variant, proof);
  return proof;
}

test("every stack has variants", () => {
  expect(Variant.stacks()).toEqual(STACKS);
});

const VARIANTS = new Map(STACKS.map((stack) => [stack, Variant.of(stack)]));

describe.each([...VARIANTS])("what %s is deployed with", (_stack, variants) => {
  const names = variants.map(({ name }) => name);

  test("is recorded for the smallest settings, and for everything on", () => {
    expect(names).toEqual(expect.arrayContaining(["everything-on", "smallest"]));
  });

  describe.each(variants.map((variant) => [variant.name, variant] as const))("%s", (_name, variant) => {
    let proof: Proof;

    beforeAll(async () => {
      proof = await proofOf(variant);
    }, 30_000);

    test("is enough for every recorded call", () => {
      expect(proof.denied).toEqual([]);
      expect(proof.unjudged).toEqual([]);
      expect(proof.calls).toBeGreaterThan(20);
    });

    test("has nothing in it that no call needs, but for what has its reason", () => {
      expect(proof.atoms.surplus).toEqual([]);
      expect(proof.atoms.needed).toBeGreaterThan(20);
    });

    test("would not hide what nobody needs: all that is planted is found", () => {
      expect(proof.planted.overlooked).toEqual([]);
      expect(proof.planted.total).toBeGreaterThan(20);
    });

    test("lets no probe through", () => {
      expect(proof.probes.through).toEqual([]);
    });
  });
});

test("the page of the proof counts each reason as it is counted here", async () => {
  const all = await Promise.all([...VARIANTS.values()].flat().map(proofOf));
  const page = readFileSync(join(__dirname, "..", "..", "..", "docs", "proof.md"), "utf8");
  const table = page.split("\n").filter((line) => line.startsWith("|"));
  expect(table).toEqual(expect.arrayContaining(reasonCounts(all).split("\n")));
}, 120_000);
