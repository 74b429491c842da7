import { sideBySide } from "../../../tools/proof/side-by-side";

test("no more than so many things are done at once, and all of them", async () => {
  let running = 0;
  let most = 0;
  const done: number[] = [];
  const work = Array.from({ length: 7 }, (_, index) => async () => {
    running++;
    most = Math.max(most, running);
    await new Promise((resolve) => setTimeout(resolve, 5));
    running--;
    done.push(index);
  });
  expect(await sideBySide(work, 3)).toEqual([]);
  expect(most).toBe(3);
  expect(done.sort()).toEqual([0, 1, 2, 3, 4, 5, 6]);
});

test("one that fails leaves the others to be done, and says why", async () => {
  const done: string[] = [];
  const work = [
    async () => {
      throw new Error("no emulator");
    },
    async () => {
      done.push("second");
    },
  ];
  expect((await sideBySide(work, 1)).map(({ message }) => message)).toEqual(["no emulator"]);
  expect(done).toEqual(["second"]);
});
