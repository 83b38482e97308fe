{-# LANGUAGE LambdaCase #-}
{-# LANGUAGE OverloadedStrings #-}

-- | A shop with a basket.
module Shop
  ( Basket (..)
  , Line
  , total
  , main
  ) where

import Control.Monad (forM_, unless, when)
import qualified Data.Map.Strict as Map
import Data.List (foldl', sortBy)
import Data.Maybe (fromMaybe, mapMaybe)
import System.IO hiding (readFile)

{- Money is kept in cents.
   {- Nested comments are fine. -}
-}
newtype Cents = Cents { unCents :: Int }
  deriving (Eq, Ord, Show)

type Sku = String

data Line = Line
  { lineSku      :: !Sku
  , lineQuantity :: Int
  , linePrice    :: Cents
  } deriving (Show, Eq)

data Basket a
  = Empty
  | Basket [Line] a
  | Gift { giftFrom :: String, giftNote :: Maybe String }

class Priced p where
  price :: p -> Cents
  price _ = Cents 0

  isFree :: p -> Bool
  isFree p = price p == Cents 0

instance Priced Line where
  price (Line _ n (Cents c)) = Cents (n * c)

instance Functor Basket where
  fmap f = \case
    Empty -> Empty
    Basket ls a -> Basket ls (f a)
    Gift from note -> Gift from note

instance Semigroup Cents where
  Cents a <> Cents b = Cents (a + b)

instance Monoid Cents where
  mempty = Cents 0

infixl 6 |+|

(|+|) :: Cents -> Cents -> Cents
(|+|) = (<>)

-- | What everything costs.
total :: [Line] -> Cents
total = foldl' step mempty
  where
    step acc line
      | lineQuantity line <= 0 = acc
      | isFree line            = acc
      | otherwise              = acc |+| price line

discount :: Double -> Cents -> Cents
discount rate (Cents c) =
  let factor = 1.0 - rate
      tiny = 1.5e-3
      mask = 0xFF
  in Cents (round (fromIntegral c * factor + tiny) `mod` (mask * 1000))

parse :: String -> Maybe Line
parse row = case words row of
  [sku, n, c] -> do
    quantity <- readMaybe n
    cents <- readMaybe c
    pure Line { lineSku = sku, lineQuantity = quantity, linePrice = Cents cents }
  _ -> Nothing

readMaybe :: Read a => String -> Maybe a
readMaybe s = case reads s of
  [(x, "")] -> Just x
  _         -> Nothing

render :: Cents -> String
render (Cents c) = show (c `div` 100) ++ "." ++ pad (c `mod` 100) ++ " \"EUR\"\n"
  where pad n = if n < 10 then '0' : show n else show n

counts :: [Line] -> Map.Map Sku Int
counts ls = Map.fromListWith (+) [(lineSku l, lineQuantity l) | l <- ls, lineQuantity l > 0]

primes :: [Integer]
primes = sieve [2 ..]
  where sieve (p : xs) = p : sieve [x | x <- xs, x `mod` p /= 0]
        sieve []       = []

main :: IO ()
main = do
  hSetBuffering stdout NoBuffering
  contents <- getContents
  let ls = mapMaybe parse (lines contents)
      sorted = sortBy (\a b -> compare (lineSku a) (lineSku b)) ls
  when (null ls) $ putStrLn "Nothing to sell."
  unless (null ls) $ do
    forM_ (zip [1 :: Int ..] sorted) $ \(i, l) ->
      putStrLn $ show i <> ". " <> lineSku l <> "\t" <> render (price l)
    putStr . render . discount 0.1 $ total ls
  print $ Map.toList (counts ls)
  mapM_ print (take 5 primes)
  print (fromMaybe 'x' (Just '\''))
