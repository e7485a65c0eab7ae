/// The forms of `git` and `gh` that only read.
extension ReadOnlyCommand {
  /// `--output` writes a file; the others run a program the repository's settings name.
  private static let writesOrRuns = [
    "--output", "--ext-diff", "--textconv", "--filters", "--no-index",
  ]

  static let git: [ReadOnlyCommand] =
    [
      "status", "log", "show", "shortlog", "describe", "rev-parse", "rev-list",
      "ls-files", "ls-tree", "cat-file", "merge-base", "name-rev", "for-each-ref", "show-ref",
      "diff-tree", "diff-index", "diff-files", "count-objects", "check-ignore", "whatchanged",
      "range-diff", "stash list", "stash show", "worktree list", "reflog show",
    ].map { ReadOnlyCommand("git \($0)", .except(writesOrRuns), shows: .repository) } + [
      // These read files as they lie there too.
      ReadOnlyCommand("git diff", .except(writesOrRuns), below: FolderReading.gitComparison),
      ReadOnlyCommand("git blame", .except(writesOrRuns)),
      ReadOnlyCommand(
        "git grep",
        .except(
          writesOrRuns + [
            "-O", "--open-files-in-pager", "--ext-grep", "--untracked", "--no-exclude-standard",
          ]), shows: .repository),
      ReadOnlyCommand("git remote", .only(["-v", "--verbose"]), operands: .none),
      ReadOnlyCommand("git remote get-url", .only(["--push", "--all"])),
      ReadOnlyCommand("git reflog", .only([]), operands: .none),
      ReadOnlyCommand("git version", .only([]), operands: .none),
      ReadOnlyCommand("git --version", .only([]), operands: .none),
    ]

  private static let listing = [
    "-l", "--list", "--contains", "--no-contains", "--merged", "--no-merged", "--points-at",
  ]
  private static let listOptions = [
    "--list", "--contains=", "--contains", "--no-contains=", "--no-contains", "--merged=",
    "--merged", "--no-merged=", "--no-merged", "--points-at:", "--sort:", "--format:", "--color",
    "--color=", "--no-color", "--column", "--column=", "--no-column", "-i", "--ignore-case",
  ]

  /// `git branch x` makes a branch; with an option that lists, `x` is a pattern.
  static let gitLists: [ReadOnlyCommand] = [
    ReadOnlyCommand(
      "git branch",
      .only(
        listOptions + [
          "-a", "-r", "-v", "--all", "--remotes", "--verbose", "--show-current", "--abbrev",
          "--abbrev=", "--no-abbrev",
        ]), operands: .onlyWith(Set(listing).subtracting(["-l"]))),
    ReadOnlyCommand(
      "git tag", .only(listOptions + ["-l", "-n#"]), operands: .onlyWith(Set(listing))),
  ]

  /// `--web` starts a browser, `--jq` can print the environment.
  static let github: [ReadOnlyCommand] =
    [
      "pr list", "pr view", "pr status", "pr checks", "pr diff", "issue list", "issue view",
      "issue status", "run view", "repo view", "release list", "release view", "workflow list",
      "workflow view",
    ].map { ReadOnlyCommand("gh \($0)", .except(["-w", "--web"]), extra: jqFilter) } + [
      // Here -w is the workflow.
      ReadOnlyCommand("gh run list", .except(["--web"]), extra: jqFilter),
      ReadOnlyCommand("gh --version", .only([]), operands: .none),
    ]
}
