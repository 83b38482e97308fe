defmodule Shop.Basket do
  @moduledoc """
  Keeps what somebody wants to buy.

      iex> Shop.Basket.new("ada")
  """

  use GenServer
  alias Shop.{Line, Store}
  import Ecto.Query, only: [from: 2]
  require Logger

  @limit 1_000
  @ratio 1.5e-3
  @mask 0xFF
  @units ~w(gram litre piece)a

  @type t :: %__MODULE__{owner: String.t(), lines: [Line.t()], total: integer()}
  @enforce_keys [:owner]
  defstruct owner: nil, lines: [], total: 0, paid: false

  @doc "Starts a basket."
  @spec start_link(keyword()) :: GenServer.on_start()
  def start_link(opts \\ []) do
    name = Keyword.get(opts, :name, __MODULE__)
    GenServer.start_link(__MODULE__, opts, name: name)
  end

  def new(owner) when is_binary(owner) and byte_size(owner) > 0, do: %__MODULE__{owner: owner}

  @impl true
  def init(opts) do
    Process.send_after(self(), :tick, 60_000)
    {:ok, %{basket: new(opts[:owner] || "nobody"), count: 0}}
  end

  @impl GenServer
  def handle_call({:add, %Line{} = line}, _from, %{basket: basket} = state) do
    case add(basket, line) do
      {:ok, basket} ->
        {:reply, :ok, %{state | basket: basket, count: state.count + 1}}

      {:error, reason} = error ->
        Logger.warning("Could not add #{inspect(line)}: #{reason}")
        {:reply, error, state}
    end
  end

  @impl true
  def handle_info(:tick, state) do
    # Tell the others every minute.
    send(Store, {:total, state.basket.total})
    {:noreply, state}
  end

  def add(%__MODULE__{total: total} = basket, line) do
    new_total = total + line.quantity * line.price

    cond do
      new_total > @limit -> {:error, :too_much}
      line.quantity <= 0 -> {:error, "nothing to add"}
      true -> {:ok, %{basket | lines: [line | basket.lines], total: new_total}}
    end
  end

  def describe(basket) do
    basket.lines
    |> Enum.filter(&(&1.quantity > 0))
    |> Enum.map(fn %{sku: sku, quantity: n} -> "#{n} × #{String.upcase(sku)}" end)
    |> Enum.join(", ")
    |> then(fn text -> if text == "", do: "empty", else: text end)
  end

  def load(path) do
    with {:ok, text} <- File.read(path),
         {:ok, data} <- Jason.decode(text, keys: :atoms),
         false <- Enum.empty?(data) do
      for %{sku: sku} = row <- data, sku =~ ~r/^[a-z]+-\d+$/i, into: %{} do
        {sku, struct(Line, row)}
      end
    else
      {:error, :enoent} -> raise ArgumentError, message: "no such file: #{path}"
      _ -> nil
    end
  rescue
    e in [File.Error, RuntimeError] ->
      IO.puts(:stderr, Exception.message(e))
      reraise e, __STACKTRACE__
  after
    IO.puts('done')
  end

  defp wait(ref) do
    receive do
      {^ref, result} when result not in [nil, false] -> result
      {:DOWN, ^ref, :process, _pid, reason} -> exit(reason)
    after
      5_000 -> unless Process.alive?(self()), do: throw(:timeout)
    end
  end

  defmacro twice(do: block) do
    quote do
      unquote(block)
      unquote(block)
    end
  end
end

defprotocol Shop.Priced do
  def price(item)
end

defimpl Shop.Priced, for: Shop.Line do
  def price(%{price: price}), do: price
end

defmodule Shop.BasketTest do
  use ExUnit.Case, async: true

  test "an empty basket costs nothing" do
    assert Shop.Basket.new("ada").total == 0
    refute Shop.Basket.describe(%{lines: []}) != "empty"
  end
end
