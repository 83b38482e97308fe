import Foundation
import SwiftUI

/// A recipe with its steps.
///
/// - Note: Times are in minutes.
public struct Recipe: Codable, Identifiable, Hashable {
    public let id: UUID
    var title: String
    var minutes: Int = 30
    private(set) var tags: Set<String> = []
    let weight: Double?

    enum CodingKeys: String, CodingKey {
        case id, title, minutes
        case weight = "weight_grams"
    }

    var isQuick: Bool { minutes <= 15 }

    static let example = Recipe(id: UUID(), title: "Soup", weight: 1_250.5)

    mutating func add(_ tag: String) throws {
        guard !tag.isEmpty else { throw RecipeError.emptyTag(at: tags.count) }
        tags.insert(tag)
    }
}

enum RecipeError: Error {
    case emptyTag(at: Int)
    case network(underlying: any Error)
    indirect case many([RecipeError])
}

protocol Store: AnyObject {
    associatedtype Item: Identifiable
    func load() async throws -> [Item]
    subscript(id: Item.ID) -> Item? { get }
}

/* Keeps recipes /* in a nested comment */ in memory. */
@MainActor
final class RecipeStore: ObservableObject {
    @Published private var recipes: [Recipe] = []
    weak var delegate: (any StoreDelegate)?
    private lazy var decoder = JSONDecoder()
    private let url: URL

    init?(address: String) {
        guard let url = URL(string: address) else { return nil }
        self.url = url
    }

    deinit {
        print("gone")
    }

    func load() async throws -> [Recipe] {
        let (data, response) = try await URLSession.shared.data(from: url)
        if let http = response as? HTTPURLResponse, http.statusCode >= 400 {
            throw URLError(.badServerResponse)
        }
        do {
            recipes = try decoder.decode([Recipe].self, from: data)
        } catch let error as DecodingError {
            throw RecipeError.network(underlying: error)
        }
        return recipes.filter { $0.minutes > 0 }.sorted { $0.title < $1.title }
    }

    subscript(id: UUID) -> Recipe? {
        recipes.first(where: { $0.id == id })
    }
}

extension Array where Element == Recipe {
    func total<T: Numeric>(_ path: KeyPath<Recipe, T>) -> T {
        reduce(0) { $0 + $1[keyPath: path] }
    }
}

struct RecipeList: View {
    @StateObject private var store: RecipeStore
    @State private var search = ""
    @Environment(\.dismiss) var dismiss

    var body: some View {
        NavigationStack {
            List(store.visible(matching: search)) { recipe in
                HStack(spacing: 8) {
                    Text("\(recipe.title), \(recipe.isQuick ? "quick" : "slow")")
                        .font(.headline)
                    Spacer()
                    Text(#"no \escapes, but \#(recipe.minutes) min"#)
                }
                .padding(.vertical, 4.5)
            }
            .searchable(text: $search)
            .task { _ = try? await store.load() }
        }
    }
}

let help = """
    Usage: recipe "FILE"
      prints \(Recipe.example.title) and more
    """
let numbers = [0xFF, 0b1010, 0o17, 1_000_000, -3]
let ratio: Float = 1.5e-3

#if os(iOS) && DEBUG
let platform = "phone"
#else
let platform = "other"
#endif

func describe(_ value: Any) -> String {
    switch value {
    case let number as Int where number < 0:
        return "negative"
    case 0...9:
        return "a digit"
    case is String, is Substring:
        fallthrough
    default:
        return "\(type(of: value))"
    }
}

@discardableResult
func retry<T>(_ times: Int = 3, _ body: @escaping () async throws -> T) async rethrows -> T {
    for _ in 1..<times {
        if let result = try? await body() { return result }
    }
    defer { print("last try") }
    return try await body()
}

if #available(iOS 17, *), numbers.contains(0) == false || platform != nil {
    Task { await retry { print(help) } }
}
