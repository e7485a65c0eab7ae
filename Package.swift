// swift-tools-version:6.2
import PackageDescription

let strict: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
  .enableUpcomingFeature("InferIsolatedConformances"),
  .treatAllWarnings(as: .error),
]

// Presets are pure data at the top level of the repository; a symlink inside the target that
// embeds them is the one way SwiftPM takes files from outside a target's folder.
let package = Package(
  name: "looop",
  platforms: [.macOS(.v15)],
  products: [.executable(name: "looop", targets: ["looop"])],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2")
  ],
  targets: [
    .systemLibrary(
      name: "CYAML", pkgConfig: "yaml-0.1",
      providers: [.apt(["libyaml-dev"]), .brew(["libyaml"])]),
    .target(name: "CSys"),
    .target(name: "Screen", swiftSettings: strict),
    .target(name: "Base", dependencies: ["CSys"], swiftSettings: strict),
    .target(name: "ShellRules", dependencies: ["Base"], swiftSettings: strict),
    .target(
      name: "Core", dependencies: ["CSys", "Base", "ShellRules", "Screen"],
      resources: [.embedInCode("Prompt/Texts")], swiftSettings: strict),
    .target(name: "YAML", dependencies: ["CYAML"], swiftSettings: strict),
    .target(
      name: "Runners", dependencies: ["Base", "Core", "YAML"],
      resources: [.embedInCode("Presets")], swiftSettings: strict),
    .target(
      name: "Sensors", dependencies: ["CSys", "Base", "ShellRules", "Core", "YAML"],
      resources: [
        .embedInCode("Presets"), .embedInCode("NotifyPresets"), .embedInCode("Texts"),
      ], swiftSettings: strict),
    .executableTarget(
      name: "looop",
      dependencies: [
        "Base", "ShellRules", "Core", "Runners", "Screen", "Sensors",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      resources: [
        .embedInCode("Seed"), .embedInCode("Demo"), .embedInCode("Manual"),
        .embedInCode("Recipes"), .embedInCode("Completions"),
      ],
      swiftSettings: strict),
    .target(
      name: "TestSupport", dependencies: ["CSys"], path: "Tests/Support", swiftSettings: strict),
    .target(
      name: "HTTPServer", dependencies: ["TestSupport"], path: "Tests/HTTPServer",
      swiftSettings: strict),
    .testTarget(
      name: "HTTPServerTests", dependencies: ["HTTPServer", "TestSupport"],
      swiftSettings: strict),
    .target(
      name: "ModelServer", dependencies: ["HTTPServer", "TestSupport"], path: "Tests/ModelServer",
      swiftSettings: strict),
    .testTarget(
      name: "ModelServerTests", dependencies: ["HTTPServer", "ModelServer", "TestSupport"],
      swiftSettings: strict),
    .testTarget(
      name: "BaseTests", dependencies: ["Base", "CSys", "TestSupport"], swiftSettings: strict),
    .testTarget(
      name: "ShellRulesTests", dependencies: ["ShellRules", "Base", "TestSupport"],
      swiftSettings: strict),
    .testTarget(
      name: "CoreTests",
      dependencies: ["Base", "ShellRules", "Core", "CSys", "Screen", "TestSupport"],
      swiftSettings: strict),
    .testTarget(
      name: "ScreenTests", dependencies: ["Screen", "TestSupport"], swiftSettings: strict),
    .testTarget(
      name: "RunnersTests", dependencies: ["Runners", "Base", "Core", "TestSupport"],
      swiftSettings: strict),
    .testTarget(
      name: "SensorsTests", dependencies: ["Sensors", "YAML", "Base", "Core", "TestSupport"],
      swiftSettings: strict),
    .testTarget(
      name: "LooopTests",
      dependencies: ["looop", "Sensors", "YAML", "Base", "Core", "Screen", "TestSupport"],
      swiftSettings: strict),
    .testTarget(
      name: "EndToEndTests", dependencies: ["HTTPServer", "Screen", "TestSupport", "looop"],
      swiftSettings: strict),
    .testTarget(name: "CrashTests", dependencies: ["TestSupport", "looop"], swiftSettings: strict),
    .testTarget(
      name: "LiveTests", dependencies: ["HTTPServer", "ModelServer", "TestSupport", "looop"],
      swiftSettings: strict),
  ],
  swiftLanguageModes: [.v6]
)

// `make try` builds one test target and what it needs: all of them are linked into one bundle.
if let only = Context.environment["LOOOP_TRY"] {
  package.targets.removeAll { $0.type == .test && $0.name != only }
}
