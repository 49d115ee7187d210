# Effect: evaluations in pages.

effect-page = Effect
effect-none = No plan of evaluation has been locked
effect-none-what = First lock what is to be measured, against whom and how. Results are shown when the plan has been locked and run.
effect-lock = Lock a plan
effect-plan-text = The text of the plan
effect-plan-hint = A document with blocks of TOML, as docs/EVALUATION.md describes. Once it is locked it can only be replaced by a new one, with a reason.
effect-reason = Reason
effect-reason-hint = Only when the plan replaces one that is locked.
effect-do-lock = Lock the plan
effect-do-run = Run the plan on the participants
effect-plan-unknown = The investment has no locked plan “{ $plan }”.
    .hint = Load the page again.
web-done-locked = The plan is locked.
web-done-locked-already = The same text was locked before.
web-done-ran = The plan has been run and its answer is kept.
web-done-ran-already = The plan was run on the same data before; nothing has changed.
effect-outcomes-hidden = Outcomes have not been read. They are shown when the plan has been run.
