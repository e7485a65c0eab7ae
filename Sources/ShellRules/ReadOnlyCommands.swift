internal import Base

/// The built-in list of what only reads. A form that is missing asks, so a row is added when people
/// are asked too often; a form too many acts without asking, so a row is as narrow as it can be.
extension ReadOnlyCommand {
  static let all: [ReadOnlyCommand] = plain + names + text + system + git + gitLists + github

  /// Whatever their arguments are.
  private static let plain: [ReadOnlyCommand] = [
    "cat", "head", "tail", "nl", "tac", "rev", "fold", "cut", "comm", "paste", "join",
    "column", "od", "cmp", "cksum", "md5sum", "sha1sum", "sha256sum", "sha512sum",
    "true", "false", ":", "sleep", "whoami", "id", "groups", "uname",
    "df", "uptime", "nproc", "free", "who", "pgrep", "pidof",
  ].map { ReadOnlyCommand($0) }

  /// Show what files are called, never what is in them.
  private static let names: [ReadOnlyCommand] = [
    ReadOnlyCommand("cd", shows: .folder),
    ReadOnlyCommand("ls", shows: .names),
    ReadOnlyCommand("stat", shows: .names),
    ReadOnlyCommand("basename", shows: .names),
    ReadOnlyCommand("dirname", shows: .names),
    ReadOnlyCommand("realpath", shows: .names),
    ReadOnlyCommand("readlink", shows: .names),
    ReadOnlyCommand("pwd", shows: .names),
    ReadOnlyCommand("which", shows: .names),
    ReadOnlyCommand("echo", shows: .names),
    // Their arguments are no files.
    ReadOnlyCommand("tr", shows: .names),
    ReadOnlyCommand("expr", shows: .names),
    ReadOnlyCommand("seq", shows: .names),
    // `printf -v` and `test -v` evaluate what they are given in some shells.
    ReadOnlyCommand("printf", .except(["-v"]), shows: .names),
    ReadOnlyCommand("test", .words(testWords), shows: .names),
    ReadOnlyCommand("[", .words(testWords), shows: .names),
    ReadOnlyCommand(
      "command", .only(["-v", "-V"]), operands: .onlyWith(["-v", "-V"]), shows: .names),
    // With others it writes files, or shows what is in a file as if these were names.
    ReadOnlyCommand(
      "tree",
      .only([
        "-a", "-d", "-f", "-i", "-s", "-h", "-D", "-p", "-u", "-g", "-F", "-q", "-N", "-Q", "-r",
        "-t", "-c", "-v", "-U", "-C", "-n", "-J", "-x", "-L:", "-P:", "-I:", "--dirsfirst",
        "--noreport", "--du", "--si", "--inodes", "--prune", "--ignore-case", "--matchdirs",
        "--filelimit:", "--sort:",
      ]), shows: .names),
    ReadOnlyCommand("find", .words(findWords), shows: .names),
  ]

  /// Show what is in files.
  private static let text: [ReadOnlyCommand] =
    ["grep", "egrep", "fgrep"].map {
      ReadOnlyCommand(
        $0,
        .except(["-R", "-d", "--dereference-recursive", "--directories"]),
        extra: RecursiveSearch.problem)
    } + [
      // Each can take the names of its files from a file, and complains of these names aloud.
      ReadOnlyCommand("wc", .except(["--files0-from"])),
      ReadOnlyCommand("du", .except(["--files0-from", "-X", "--exclude-from"]), shows: .names),
      ReadOnlyCommand("strings", .except(["-T", "--target"]), extra: argumentFile),
      ReadOnlyCommand(
        "rg",
        .except([
          "--pre", "--pre-glob", "--hostname-bin", "-z", "--search-zip", "-.", "--hidden", "-u",
          "--unrestricted", "--no-ignore", "--no-ignore-dot", "--no-ignore-exclude",
          "--no-ignore-files", "--no-ignore-global", "--no-ignore-parent", "--no-ignore-vcs",
          "--follow", "-L",
        ]), extra: FolderReading.hiddenFiles, below: FolderReading.problem),
      ReadOnlyCommand(
        "sort",
        .except([
          "-o", "--output", "--compress-program", "-T", "--temporary-directory", "--files0-from",
          "--random-source",
        ])),
      ReadOnlyCommand(
        "uniq",
        .only([
          "-c", "-d", "-D", "-u", "-i", "-z", "-f:", "-s:", "-w:", "--count", "--repeated",
          "--unique", "--ignore-case", "--skip-fields:", "--skip-chars:", "--check-chars:",
        ]), operands: .atMost(1)),
      ReadOnlyCommand(
        "diff",
        .except([
          "-r", "--recursive", "-l", "--paginate", "-N", "--new-file", "-P",
          "--unidirectional-new-file", "--from-file", "--to-file",
        ]), below: FolderReading.comparison),
      ReadOnlyCommand(
        "file",
        .except([
          "-C", "--compile", "-z", "-Z", "--uncompress", "--uncompress-noreport", "-f",
          "--files-from", "-m", "--magic-file",
        ])),
      // A filter can print the environment.
      ReadOnlyCommand(
        "jq", .except(["-f", "--from-file", "-L", "--library-path"]), extra: jqFilter),
      ReadOnlyCommand(
        "sed",
        .only(["-n", "-E", "-r", "--quiet", "--silent", "--regexp-extended"]),
        operands: .any, extra: SedScript.problem),
    ]

  private static let system: [ReadOnlyCommand] = [
    ReadOnlyCommand(
      "date",
      .only([
        "-u", "-R", "-I", "-d:", "-r:", "--utc", "--universal", "--date:", "--reference:",
        "--iso-8601", "--iso-8601=", "--rfc-3339:", "--rfc-email",
      ]), operands: .prefixed("+")),
    ReadOnlyCommand(
      "hostname", .only(["-f", "-s", "-d", "-i", "-I", "--fqdn", "--short"]), operands: .none),
    ReadOnlyCommand("ps", .any, extra: ProcessList.problem),
    // Apple's runs the program it is given.
    ReadOnlyCommand("arch", .only([]), operands: .none),
  ]

  // MARK: - Last looks

  static let jqFilter: @Sendable ([String]) -> String? = { arguments in
    arguments.contains { word in
      word.utf8.split { !$0.isNameByte }.contains { name in
        ["env", "ENV", "import", "include"].contains { name.elementsEqual($0.utf8) }
      }
    } ? "its filter, or a module of it, may print the environment" : nil
  }

  /// `strings @x` takes its arguments from the file x.
  private static let argumentFile: @Sendable ([String]) -> String? = { arguments in
    arguments.first { $0.startsWithBytes("@") }.map { "not with '\(Untrusted.word($0))'" }
  }

  // MARK: - Words

  private static let testWords: Set<String> = [
    "-b", "-c", "-d", "-e", "-f", "-g", "-h", "-L", "-k", "-p", "-r", "-s", "-S", "-t", "-u", "-w",
    "-x", "-O", "-G", "-N", "-n", "-z", "-a", "-o", "-eq", "-ne", "-lt", "-le", "-gt", "-ge",
    "-nt", "-ot", "-ef",
  ]

  private static let findWords: Set<String> = [
    "-name", "-iname", "-path", "-ipath", "-wholename", "-iwholename", "-regex", "-iregex",
    "-regextype", "-type", "-xtype", "-size", "-mtime", "-mmin", "-atime", "-amin", "-ctime",
    "-cmin", "-newer", "-anewer", "-cnewer", "-newermt", "-newerat", "-newerct", "-maxdepth",
    "-mindepth", "-depth", "-d", "-mount", "-xdev", "-empty", "-perm", "-user", "-group", "-uid",
    "-gid", "-nouser", "-nogroup", "-links", "-inum", "-samefile", "-readable", "-writable",
    "-executable", "-not", "-a", "-o", "-and", "-or", "-prune", "-quit", "-print", "-print0",
    "-printf", "-ls", "-follow", "-L", "-H", "-P", "-E", "-daystart", "-true", "-false", "-fstype",
    "-lname", "-ilname", "-noleaf", "-used",
  ]
}
