import { derivationsOf, type Proof, prove } from "../../../tools/proof/proof";
import { readRecording } from "../../../tools/proof/recording";
import { Variant } from "../../../tools/proof/variant";

const STACKS = ["amazon-genomics-cli", "duet", "genomics-workflows", "parallelcluster", "slim", "state-backend"];

test("every stack has variants", () => {
  expect(Variant.stacks()).toEqual(STACKS);
});

describe.each(STACKS)("what %s is deployed with", (stack) => {
  const names = Variant.of(stack).map(({ name }) => name);

  test("is recorded for the smallest settings, and for everything on", () => {
    expect(names).toEqual(expect.arrayContaining(["everything-on", "smallest"]));
  });

  describe.each(Variant.of(stack).map((variant) => [variant.name, variant] as const))("%s", (name, variant) => {
    let proof: Proof;

    beforeAll(async () => {
      const recording = readRecording(stack, name);
      if (!recording) throw new Error(`${stack} ${name} must have a recording: npm run prove -- ${stack}`);
      proof = await prove(derivationsOf(variant), recording);
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
