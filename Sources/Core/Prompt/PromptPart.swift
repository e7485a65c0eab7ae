/// The sections of a prompt, in their order.
enum PromptPart: CaseIterable {
  case answer, playbook, goals, readings, workers, asks, leftOut, served, sensorGuide, journal
  case changes, output, underWay, interrupted, problems, failure, looks, now
}
