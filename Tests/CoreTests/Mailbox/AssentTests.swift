import Testing

@testable import Core

@Suite struct AssentTests {
  @Test(arguments: ["yes", "Yes", " YES\n", "y", "Y"])
  func `yes and y approve`(text: String) { #expect(Assent.of(text) == .yes) }

  @Test(arguments: [
    "ok", "OK.", "okay", "sure", "yes.", "yes!", "Yes, go ahead", "ok, go ahead", "yes please",
    "go ahead", "do it", "\"yes\"", "'y'", "approved", "approve", "lgtm", "yep", "ja", "always",
    "always here", "of course", "please do", "👍", "yes yes", "sounds good", "y e s", "fine by me",
    "Yes,\ngo ahead",
  ])
  func `what sounds like a yes is none, and no no`(text: String) {
    #expect(Assent.of(text) == .nearly)
  }

  @Test(arguments: [
    "no", "n", "No, because it is Friday", "never", "not yet", "yes, but not on a Friday",
    "ok, but run the tests first", "sure, unless it breaks", "don't", "yes, don't", "wait",
    "do a rebase instead", "please use a branch", "go back", "rather tomorrow", "stop", "1", "?",
    "",
    "The goal is reached.",
  ])
  func `everything else declines`(text: String) { #expect(Assent.of(text) == .no) }
}
