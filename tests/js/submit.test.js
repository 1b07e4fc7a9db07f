import assert from "node:assert/strict";
import test from "node:test";

import { Submission, uncheckedClaims, withdrawal } from "../../static/js/workspace/submit.js";
import { annotationOf, settled } from "./fakes.js";

/** As much of an element as the dialog uses. */
function element(parts = {}) {
  const one = new EventTarget();
  return Object.assign(one, { hidden: true, textContent: "", querySelector: (selector) => parts[selector] ?? null });
}

/** A page whose server answers as told; an answer is a status, 0 for none, and a body. */
function stage(t, ...answers) {
  const seen = { posts: 0, reloads: 0 };
  const globals = {
    fetch: async () => {
      seen.posts += 1;
      const [status, body = null] = answers.shift();
      if (status === 0) throw new TypeError("Failed to fetch");
      return Response.json(body, { status });
    },
    FormData: class {
      *[Symbol.iterator]() {}
    },
    history: {},
    location: { reload: () => (seen.reloads += 1) },
  };
  for (const [name, value] of Object.entries(globals)) {
    const before = Object.getOwnPropertyDescriptor(globalThis, name);
    Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
    t.after(() => (before ? Object.defineProperty(globalThis, name, before) : delete globalThis[name]));
  }
  return seen;
}

function submission() {
  const [error, name] = [element(), element()];
  name.textContent = "Submit";
  const form = Object.assign(element({ "button[type=submit] span": name }), { action: "/submission" });
  const dialog = element({ "form.form": form, "[data-action=close]": element(), "#submit-error": error });
  const opened = new Submission(dialog, { me: { id: 7 } }, { pending: () => [] }, () => {});
  const submit = async () => {
    form.dispatchEvent(new Event("submit"));
    await settled();
  };
  return { opened, submit, error, name };
}

test("a submission whose answer is lost is said to be unknown, and can be tried again", async (t) => {
  const seen = stage(t, [0], [504], [200, { layer: {} }]);
  const { submit, error, name } = submission();
  for (let tries = 1; tries <= 2; tries += 1) {
    await submit();
    assert.match(error.textContent, /not known whether the submission arrived/);
    assert.deepEqual([error.hidden, name.textContent, seen.reloads], [false, "Try again", 0]);
  }
  await submit();
  assert.deepEqual([seen.posts, seen.reloads], [3, 1]);
});

test("a submission that is refused says why", async (t) => {
  stage(t, [0], [422, { error: { sentence: "Read it first." } }]);
  const { submit, error, name } = submission();
  await submit();
  await submit();
  assert.deepEqual([error.textContent, name.textContent], ["Read it first.", "Submit"]);
});

test("a withdrawal whose answer is lost can be tried again", async (t) => {
  const seen = stage(t, [0], [200, { layer: {} }]);
  const [button, error] = [element(), element()];
  button.textContent = "Withdraw the submission";
  globalThis.document = element({ "#withdraw-error": error });
  t.after(() => delete globalThis.document);
  const press = withdrawal(button, "/submission/withdrawal", 7);
  press();
  await settled();
  assert.match(error.textContent, /not known whether the submission was withdrawn/);
  assert.deepEqual([error.hidden, button.textContent, seen.reloads], [false, "Try again", 0]);
  press();
  await settled();
  assert.equal(seen.reloads, 1);
});

test("the claims that are not checked are named by what they lack", () => {
  const verdict = { rating: "supported", stale: false };
  const marks = [
    annotationOf("a", "claim", 0, 9),
    annotationOf("b", "claim", 0, 9, { claim: { verdict } }),
    annotationOf("c", "claim", 0, 9, { claim: { wording: "Fares rose.", verdict: { ...verdict, stale: true } } }),
    annotationOf("d", "claim", 0, 9, { claim: { verdict, pending: { rating: "refuted", missing: ["source"] } } }),
    annotationOf("e", "quote", 0, 9),
  ];
  assert.deepEqual(uncheckedClaims(marks), {
    pending: [{ id: "d", words: "The ferry" }],
    unjudged: [{ id: "a", words: "The ferry" }],
    stale: [{ id: "c", words: "Fares rose." }],
  });
});
