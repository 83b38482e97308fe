package org.example.shop

import scala.concurrent.{ExecutionContext, Future}
import scala.util.{Failure, Success, Try}
import cats.syntax.all.*

/** A line of an order.
  *
  * @param sku what is bought
  */
final case class Line(sku: String, quantity: Int = 1, price: BigDecimal)

sealed trait Status
object Status {
  case object Open extends Status
  case class Sent(at: Long, by: Option[String]) extends Status
}

enum Colour(val rgb: Int):
  case Red extends Colour(0xff0000)
  case Green extends Colour(0x00ff00)

trait Store[F[_], -K, +V] {
  def find(key: K): F[Option[V]]
  protected lazy val name: String = getClass.getSimpleName
}

/* Orders, with /* nested */ comments. */
abstract class Order(val id: Long, private var lines: List[Line]) extends Ordered[Order] {
  import Order._

  def total: BigDecimal = lines.map(line => line.price * line.quantity).sum

  def +(line: Line): this.type = {
    lines = line :: lines
    this
  }

  override def compare(that: Order): Int = this.id compare that.id

  def describe(verbose: Boolean): String = {
    val count = lines.size
    val noun = if (count == 1) "line" else "lines"
    val words = s"Order $id has ${count.max(1)} $noun\n"
    val money = f"$total%10.2f"
    val pattern = """(\d+)\s+"?(\w+)""".r
    if (verbose && total > Limit) words + money else pattern.toString
  }

  @deprecated("use describe", since = "2.0")
  @throws(classOf[IllegalStateException])
  def print(): Unit = println(describe(true))

  def status: Status
}

object Order {
  private val Limit = 1_000.50
  val Tiny: Double = 1.5e-3
  val letter = 'x'
  val escaped = '\n'
  type Id = Long

  implicit val ordering: Ordering[Order] = Ordering.by(_.id)

  implicit class RichLine(private val line: Line) extends AnyVal {
    def isFree: Boolean = line.price == 0
  }

  def apply(lines: Line*): Order = new Order(1L, lines.toList) {
    override val status: Status = Status.Open
  }

  def unapply(order: Order): Option[(Long, BigDecimal)] = Some((order.id, order.total))

  def load(path: String)(implicit ec: ExecutionContext): Future[Either[Throwable, List[Line]]] = Future {
    Try {
      for {
        row <- scala.io.Source.fromFile(path).getLines().toList
        if !row.startsWith("#")
        Array(sku, quantity, price) = row.split(';')
      } yield Line(sku, quantity.toInt, BigDecimal(price))
    }.toEither
  }
}

given Show[Line] with
  extension (line: Line) def show: String = s"${line.sku}: ${line.price}"

object Main extends App {
  val store = scala.collection.mutable.Map.empty[String, Order]

  def classify(value: Any): String = value match {
    case null                            => "nothing"
    case 0 | 1                           => "small"
    case n: Int if n > 1                 => s"number $n"
    case Order(id, total) if total > 100 => s"large order $id"
    case Status.Sent(_, Some(name))      => name
    case _: String                       => "words"
    case _                               => throw new IllegalArgumentException("odd")
  }

  var i = 0
  while (i < 10) { i += 1 }
  do i -= 1 while (i > 0)
  try store("a").print()
  catch {
    case e: NoSuchElementException => Console.err.println(e.getMessage)
  } finally println("done")

  Order.load("lines.csv")(ExecutionContext.global).onComplete {
    case Success(Right(lines)) => lines.foreach(l => println(l.sku))
    case Success(Left(error))  => println(error)
    case Failure(error)        => error.printStackTrace()
  }
}
