import { devNull } from "node:os";

/** Has git commit as Ada in what this process starts, whatever the machine's own settings are. */
export function commitAsAda(): void {
  const [name, email] = ["Ada", "ada@example.test"];
  Object.assign(process.env, {
    GIT_CONFIG_GLOBAL: devNull,
    GIT_CONFIG_NOSYSTEM: "1",
    GIT_AUTHOR_NAME: name,
    GIT_AUTHOR_EMAIL: email,
    GIT_COMMITTER_NAME: name,
    GIT_COMMITTER_EMAIL: email,
  });
}
