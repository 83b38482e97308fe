import 'dart:async';
import 'dart:convert' show jsonDecode, jsonEncode;
import 'package:flutter/material.dart';
import 'package:http/http.dart' as http;

part 'recipe.g.dart';

/// A recipe with its steps.
///
/// See also [RecipeStore].
@immutable
class Recipe implements Comparable<Recipe> {
  const Recipe({required this.title, this.minutes = 30, this.tags = const <String>[]});

  final String title;
  final int minutes;
  final List<String> tags;
  static const double ratio = 1.5e-3;
  static const mask = 0xFF;

  factory Recipe.fromJson(Map<String, dynamic> json) => Recipe(
        title: json['title'] as String? ?? 'Untitled',
        minutes: json["minutes"] as int,
        tags: [for (final tag in json['tags'] ?? []) tag.toString(), if (json['quick'] == true) 'quick'],
      );

  bool get isQuick => minutes <= 15;

  @override
  int compareTo(Recipe other) => title.compareTo(other.title);

  @override
  String toString() => '$title (${minutes > 60 ? '${minutes ~/ 60} h' : "$minutes min"})\n';
}

enum Difficulty { easy, medium, hard }

sealed class Outcome<T> {}

class Done<T> extends Outcome<T> {
  Done(this.value);
  final T value;
}

class Failed<T> extends Outcome<T> {
  Failed(this.error, [this.code = 500]);
  final Object error;
  final int code;
}

mixin Logging on Object {
  void log(String message) => print('[$runtimeType] $message');
}

abstract interface class Store {
  Future<Outcome<List<Recipe>>> load();
  Stream<Recipe> watch();
}

/* Talks to a server
   over HTTP. */
class RecipeStore with Logging implements Store {
  RecipeStore(this._client, {Uri? address}) : _address = address ?? Uri.parse(r'https://example.org/$recipes');

  final http.Client _client;
  final Uri _address;
  late final StreamController<Recipe> _controller = StreamController.broadcast();
  var _count = 0;

  @override
  Future<Outcome<List<Recipe>>> load() async {
    try {
      final response = await _client.get(_address).timeout(const Duration(seconds: 10));
      if (response.statusCode != 200) {
        throw StateError('status ${response.statusCode}');
      }
      final list = jsonDecode(response.body) as List<dynamic>;
      return Done(list.map((e) => Recipe.fromJson(e)).where((r) => !r.isQuick).toList()..sort());
    } on TimeoutException catch (e, stack) {
      log('too slow: $e\n$stack');
      rethrow;
    } catch (e) {
      return Failed(e, 0);
    } finally {
      _count++;
    }
  }

  @override
  Stream<Recipe> watch() async* {
    yield* _controller.stream;
    while (_count < 3) {
      await Future.delayed(Duration(milliseconds: 100 * _count));
      yield const Recipe(title: "Soup");
    }
  }
}

extension on String {
  String get shout => '${toUpperCase()}!';
}

typedef Handler = void Function(Recipe recipe, {bool? verbose});

class RecipePage extends StatefulWidget {
  const RecipePage({super.key, required this.store});
  final Store store;

  @override
  State<RecipePage> createState() => _RecipePageState();
}

class _RecipePageState extends State<RecipePage> {
  String? _search;

  @override
  Widget build(BuildContext context) {
    return Scaffold(
      appBar: AppBar(title: const Text('Recipes')),
      body: ListView.builder(
        itemCount: 3,
        itemBuilder: (context, index) => ListTile(
          title: Text("Recipe ${index + 1}"),
          onTap: () => setState(() => _search = null),
        ),
      ),
    );
  }
}

String describe(Object? value) {
  const help = '''
    Usage: "recipes"
  ''';
  switch (value) {
    case null:
      return help;
    case int n when n < 0:
      return 'negative';
    default:
      break;
  }
  assert(value is! String, 'no words');
  for (var i = 0; i < 10; i += 2) {
    if (i == 4) continue;
    do { i++; } while (i.isEven);
  }
  return value.toString().shout;
}

void main() => runApp(MaterialApp(home: RecipePage(store: RecipeStore(http.Client()))));
