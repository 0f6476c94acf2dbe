import { describe, expect, test } from "vitest";
import { markdown } from "../../src/report/markdown.ts";
import { columnsOf, optionsFor, print } from "./samples.ts";

const COLUMNS = columnsOf({ rule: "text", needs: "list", images: "integer" });

describe("markdown", () => {
  test("is a table whose numbers stand at the right", () => {
    const rows = [{ rule: "image_type", needs: ["nova", "cinder"], images: 3 }];
    expect(print(markdown(optionsFor(COLUMNS)), [rows, rows])).toBe(
      [
        "| rule | needs | images |",
        "| - | - | -: |",
        "| image_type | nova cinder | 3 |",
        "| image_type | nova cinder | 3 |",
        "",
      ].join("\n"),
    );
  });

  test("text cannot leave its cell or become markup", () => {
    const row = { rule: String.raw`a\|b`, needs: ["<img>", "[x](y)", "_z_"], images: null };
    const [cells] = markdown(optionsFor(COLUMNS)).rows([row]).split("\n");
    expect(cells).toBe(String.raw`| a\\\|b | \<img\> \[x\](y) \_z\_ | |`);
    expect(
      markdown(optionsFor(COLUMNS))
        .rows([{ rule: "a\nb" }])
        .split("\n"),
    ).toHaveLength(2);
  });

  test("without rows there is a header", () => {
    expect(print(markdown(optionsFor(COLUMNS)), [[]]).split("\n")).toHaveLength(3);
  });
});
