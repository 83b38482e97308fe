@file:JvmName("Weather")

package org.example.weather

import kotlinx.coroutines.*
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.flow
import java.time.Instant as Moment

/**
 * What a station measured.
 *
 * @property celsius the temperature
 */
@Serializable
data class Reading(
    val station: String,
    val celsius: Double,
    val at: Moment = Moment.now(),
    var checked: Boolean = false,
) : Comparable<Reading> {
    val fahrenheit: Double get() = celsius * 9 / 5 + 32

    override fun compareTo(other: Reading): Int = celsius.compareTo(other.celsius)

    companion object {
        const val LIMIT = 1_000
        private val ABSURD = -273.15..100.0
        fun parse(line: String): Reading? {
            val (name, value) = line.split(';').takeIf { it.size == 2 } ?: return null
            return value.toDoubleOrNull()?.let { Reading(name.trim(), it) }
        }
    }
}

sealed interface Outcome<out T> {
    data class Success<T>(val value: T) : Outcome<T>
    data class Failure(val cause: Throwable, val code: Int = 0xFF) : Outcome<Nothing>
    data object Waiting : Outcome<Nothing>
}

enum class Sky(val symbol: Char) {
    CLEAR('*'), CLOUDY('~'), RAIN('\u2602');

    fun isDry() = this != RAIN
}

interface Source {
    suspend fun read(station: String): Reading
    fun stations(): List<String>
}

/* Talks to a server /* nested comments are fine */ over HTTP. */
class HttpSource(private val host: String, private val retries: Int = 3) : Source {
    private val cache = mutableMapOf<String, Reading>()
    lateinit var client: Client
    private val lazyKey: String by lazy { System.getenv("KEY") ?: error("no key") }

    init {
        require(retries > 0) { "retries must be positive, not $retries" }
    }

    override suspend fun read(station: String): Reading = withContext(Dispatchers.IO) {
        repeat(retries) { attempt ->
            try {
                val body = client.get("https://$host/stations/${station.lowercase()}?key=$lazyKey")
                return@withContext Reading.parse(body)!!.also { cache[station] = it }
            } catch (e: IOException) {
                println("attempt ${attempt + 1} of $retries failed: ${e.message ?: "unknown"}")
                delay(100L * (1 shl attempt))
            } finally {
                client.close()
            }
        }
        throw IllegalStateException("gave up on \"$station\"\n")
    }

    override fun stations() = cache.keys.sorted()
}

fun Source.watch(every: Long = 60_000L): Flow<Outcome<Reading>> = flow {
    while (true) {
        for (station in stations()) {
            emit(runCatching { read(station) }.fold({ Outcome.Success(it) }, { Outcome.Failure(it) }))
        }
        delay(every)
    }
}

inline fun <reified T : Any> List<*>.only(): List<T> = filterIsInstance<T>()

infix fun Double.near(other: Double) = kotlin.math.abs(this - other) < 1e-6f

operator fun Reading.plus(degrees: Int) = copy(celsius = celsius + degrees)

fun describe(outcome: Outcome<Reading>): String = when (outcome) {
    is Outcome.Success -> with(outcome.value) { "$station: %.1f °C".format(celsius) }
    is Outcome.Failure -> "failed: ${outcome.cause}"
    Outcome.Waiting -> """
        |still "waiting"
        |for ${Moment.now()}
    """.trimMargin()
}

typealias Handler = (Reading) -> Unit

fun main(args: Array<String>) = runBlocking {
    val source: Source = HttpSource(host = args.firstOrNull() ?: "localhost")
    val handlers = listOf<Handler>({ println(it) }, ::println)
    outer@ for (i in 0 until 10 step 2) {
        if (i !in 1..8) continue@outer
        handlers.forEach { handler -> launch { handler(source.read("north-$i")) } }
    }
    val total = (1..5).sumOf { it.toLong() } and 0b1111
    println(if (total > 10 && null !is Source) "much" else "little")
}
