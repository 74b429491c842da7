import { withoutAssignedIds } from "../../../tools/proof/assigned-ids";

test("ids that AWS assigns are one of their kind, whichever run and order they come from", () => {
  const one = withoutAssignedIds("subnet/subnet-0aaaaaaaaaaaaaaaa subnet/subnet-0bbbbbbbbbbbbbbbb", new Map());
  const another = withoutAssignedIds("subnet/subnet-0cccccccccccccccc subnet/subnet-0dddddddddddddddd", new Map());
  expect(one).toBe("subnet/subnet-0123456789abcdef0 subnet/subnet-0123456789abcdef0");
  expect(another).toBe(one);
});

test("ids of what existed are those of the settings, keys of KMS too", () => {
  const existing = new Map([
    ["vpc-0aaaaaaaaaaaaaaaa", "vpc-0e000000000000001"],
    ["11111111-2222-3333-4444-555555555555", "00000000-0000-4000-8000-000000000001"],
  ]);
  const text = "vpc/vpc-0aaaaaaaaaaaaaaaa vpc/vpc-0bbbbbbbbbbbbbbbb key/11111111-2222-3333-4444-555555555555";
  expect(withoutAssignedIds(text, existing)).toBe(
    "vpc/vpc-0e000000000000001 vpc/vpc-0123456789abcdef0 key/00000000-0000-4000-8000-000000000001",
  );
});

test("what the provider adds to a name prefix is the same in every run", () => {
  for (const suffix of ["20261122050658811600000008", "2026112206185522320000000a"]) {
    const text = withoutAssignedIds(`compute-environment/acme-duet-batch-${suffix}`, new Map());
    expect(text).toBe("compute-environment/acme-duet-batch-20260101000000000000000001");
  }
});

test("names that look like ids stay", () => {
  const text = "role/acme-duet-machine bucket/sg-results lt-1 i-love-genomics";
  expect(withoutAssignedIds(text, new Map())).toBe(text);
});
