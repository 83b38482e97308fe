#!/usr/bin/env ruby
# frozen_string_literal: true

require "json"
require_relative 'lib/store'

=begin
Reads recipes from a folder
and answers questions about them.
=end
module Kitchen
  VERSION = "1.2.0"
  LIMIT = 1_000
  UNITS = %w[gram litre piece].freeze
  PATTERN = /\A(?<amount>\d+(?:\.\d+)?)\s*(?<unit>#{UNITS.join('|')})s?\b/i

  class Error < StandardError; end

  # A thing that goes into a recipe.
  Ingredient = Struct.new(:name, :amount, :unit, keyword_init: true) do
    def to_s
      "#{amount} #{unit}#{'s' if amount != 1} of #{name}"
    end
  end

  class Recipe
    include Comparable
    extend Enumerable

    attr_reader :title, :ingredients
    attr_accessor :rating

    @@count = 0

    class << self
      attr_writer :folder

      def load(path)
        data = JSON.parse(File.read(path), symbolize_names: true)
        new(**data)
      rescue JSON::ParserError, Errno::ENOENT => e
        warn "Could not read #{path}: #{e.message}"
        nil
      ensure
        @loaded = true
      end
    end

    def initialize(title:, ingredients: [], rating: nil, **options)
      @title = title
      @ingredients = ingredients.map { |line| parse(line) }.compact
      @rating = rating || 0.5
      @options = { "quick" => true, :vegan => false, servings: 4 }.merge(options)
      @@count += 1
      yield self if block_given?
    end

    def <=>(other)
      rating <=> other.rating
    end

    def each(&block)
      return enum_for(:each) unless block

      ingredients.each(&block)
    end

    def vegan?
      !!@options[:vegan] and ingredients.none? { |i| i.name =~ /milk|egg/ }
    end

    def rate!(stars)
      raise ArgumentError, "stars must be 1 to 5, not #{stars.inspect}" unless (1..5).include?(stars)

      self.rating = stars / 5.0
    end

    def method_missing(name, *args)
      case name
      when :cook, :bake then puts 'Too hot!'
      when /^with_(.+)$/
        @ingredients << Ingredient.new(name: $1, amount: args.first || 1, unit: "piece")
        self
      else super
      end
    end

    def respond_to_missing?(name, include_private = false) = name.to_s.start_with?("with_")

    private

    def parse(line)
      return unless (match = PATTERN.match(line))

      Ingredient.new(name: match.post_match.strip, amount: match[:amount].to_f, unit: match[:unit])
    end
  end
end

HELP = <<~TEXT
  Usage: #{$PROGRAM_NAME} FOLDER
    prints "all" recipes
TEXT

if __FILE__ == $0
  abort HELP if ARGV.empty?

  recipes = Dir.glob(File.join(ARGV[0], '*.json')).filter_map { Kitchen::Recipe.load(_1) }
  recipes.sort.reverse.each_with_index do |recipe, index|
    printf("%2d. %-20s %s\n", index + 1, recipe.title, recipe.vegan? ? "vegan" : '')
    next if index > 10
    break unless recipe.rating&.positive?
  end

  total = recipes.sum(0x0) { |r| r.ingredients.size }
  i = 0
  i += 1 while i < total
  until i.zero? do i -= 1 end
  begin
    square = ->(x) { x ** 2 }
    twice = lambda { |x| x * 2 }
    puts [1, 2.5e3, square.(3), twice.call(4)].inspect, :"odd symbol", `uname -a`
  rescue => error
    retry if (i += 1) < 3
    $stderr.puts error.full_message
  end
end
