import { cause, listed, ok, unseen } from "../../../tools/smoke/finding";

const LONG = "environment acme-duet-batch-20261122032147573400000008 is DISABLED: it starts nothing at all";

describe("a list of findings", () => {
  test("says of each what came out, and what to do", () => {
    expect(
      listed([ok("queue a is VALID"), unseen("quota b"), cause("subnet c is gone", "name another")], "duet"),
    ).toEqual([
      "  ok      queue a is VALID",
      "  unseen  quota b",
      "  cause   subnet c is gone",
      "          → name another",
    ]);
  });

  test("has lines of at most 80 columns, broken between words", () => {
    const lines = listed([cause(LONG, `${LONG} ${LONG}`)], "duet");
    expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(80);
    expect(lines.slice(0, 2)).toEqual([
      "  cause   environment acme-duet-batch-20261122032147573400000008 is DISABLED: it",
      "          starts nothing at all",
    ]);
  });

  test("keeps a command and a word that is too long whole", () => {
    const command = `aws iam create-service-linked-role --aws-service-name ${"x".repeat(60)}`;
    expect(listed([cause("y".repeat(90), `run\n${command}`)], "duet")).toEqual([
      `  cause   ${"y".repeat(90)}`,
      "          → run",
      `    ${command}`,
    ]);
  });

  test("ends with the command that deploys again, where that is asked for", () => {
    expect(listed([cause("queue a is gone", "deploy again")], "slim").slice(-2)).toEqual([
      "",
      "  To deploy again: npx cdktf deploy slim",
    ]);
    expect(listed([cause("queue a is gone", "wait")], "slim").join()).not.toContain("cdktf");
  });
});
